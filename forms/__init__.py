"""The form language: form-js JSON to definition, validation and schema. Pure."""
