"""
The stages of an answer as they should be; `mockserver.engine.pipeline.Pipeline` strings them together.

Each takes the `Call` and what the stage before it made, and returns a value; it keeps nothing.
"""
