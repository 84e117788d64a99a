"""Business meetings between companies: requests, tables, slots, the timetable and the optimiser behind it."""
