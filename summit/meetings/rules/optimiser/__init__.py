"""The optimiser of business meetings: problem, engine, proof, causes, and a checker that shares nothing with them."""
