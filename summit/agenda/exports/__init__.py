"""The programme in the formats of other programs; pure functions of a Programme, no database and no web."""
