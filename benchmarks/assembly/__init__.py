"""CPU of one conclusion delegated to a country's communes, and of the boards that follow it."""
