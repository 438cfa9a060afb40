"""Progress (工作进展): counted, made fit for publication, published, shown."""
