"""SQLAlchemy records and queries; never commits, never decides."""
