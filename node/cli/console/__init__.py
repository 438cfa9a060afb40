"""What every command uses: options, the person's language, output, how a run ends."""
