"""The programme: sessions, speakers, tracks, their places in halls and hours, releases, and who follows them."""
