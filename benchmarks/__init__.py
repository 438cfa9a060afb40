"""How fast the product is: ratios of product and floor, measured in the same run."""
