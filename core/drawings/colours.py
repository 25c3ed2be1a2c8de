"""Colours of drawings in files, which have no style sheet.

They are the light ones of ``static/css/tokens.css``; a test holds them together.
"""

RAMP = (
    *("#e3ae3b", "#cbab46", "#b3a84e", "#9aa455", "#7fa05a", "#6a985f", "#549064"),
    *("#3b8867", "#15806a", "#13736f", "#136574", "#155777", "#17497a"),
)
PAPER, WASH, INK, MUTED = "#fbfcfa", "#eef3ef", "#10221e", "#4a5f58"
