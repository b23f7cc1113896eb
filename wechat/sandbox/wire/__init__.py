"""How requests are judged and answers are signed; knows no business."""
