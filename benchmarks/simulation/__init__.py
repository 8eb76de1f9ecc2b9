"""The simulator beside SimPy, Ciw and Cimba, and beside the floor of the machine."""
