"""The log of the door as the Kasi reads it: searched, live, by hour, by person, to take away."""
