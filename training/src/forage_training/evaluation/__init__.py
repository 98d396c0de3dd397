"""Figures: by COCO's definition while training, by Forage's own command afterwards."""
