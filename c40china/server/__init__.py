"""The server: Granian speaks HTTP in Rust, Django answers in threads, and a supervisor watches."""
