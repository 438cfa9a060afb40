"""Catalogues of approved projects: codes given out, editions published, searched across all branches."""
