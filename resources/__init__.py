"""Plans, unit directory, fonts, icons, translations: paths and read functions only."""
