"""The TorchScript program of the DeepSeek-OCR 2 engine, and the fixtures that prove its parity."""
