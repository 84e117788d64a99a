"""The demo's business side: companies, tables, requests in all states, and an optimised timetable."""
