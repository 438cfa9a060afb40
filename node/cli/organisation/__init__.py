"""Commands about who files for whom: units, operators, applications, contacts."""
