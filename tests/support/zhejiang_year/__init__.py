"""A whole year of Zhejiang's credit bank: who declares what, who learns it, how it is filed, and what it comes to."""
