"""The `sketch` engine: pictures drawn procedurally on the CPU, the same for the same spec."""
