"""The admin app: what people see in a browser. No SQL, no pins."""
