"""YOLO by Ultralytics."""
