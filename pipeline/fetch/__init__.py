"""What comes from the web: asked politely, judged, and kept with what is known of the asking."""
