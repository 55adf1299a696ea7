"""An hour in which everything falls: 200 status pages, and whoever reads them is killed."""
