"""The risk method, section by section; pure: no clock, no database, no words."""
