"""Ultralytics YOLO11n, as the shipped model is trained."""

from forage_training.trainers.about import About

ABOUT = About(title="YOLO11n (Ultralytics)", licence="AGPL-3.0-only", architecture="YOLO11n", head="yolo-v8")
