"""How the window looks: tokens, fonts, palette and sheet, icons and marks. Built once by desktop.app."""
