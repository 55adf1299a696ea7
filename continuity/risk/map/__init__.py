"""Where does it all rest? What the map is asked, what happens on it, and what it says."""
