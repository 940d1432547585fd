"""The published set: catalogue, editions, schemas, the form and its layout, relations."""
