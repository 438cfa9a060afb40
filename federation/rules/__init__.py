"""Conversion rules (转换规则) as dated data: read, evaluated with a trace, published as entries; pure throughout."""
