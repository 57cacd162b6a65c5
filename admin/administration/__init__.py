"""The administrator's and tata usaha's pages: who works here, and how the office is set up."""
