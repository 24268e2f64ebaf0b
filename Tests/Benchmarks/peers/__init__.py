"""What mfl is measured against: one module per kind of work, one function per peer.

A module of work defines

    inputs(options)      the arrays both sides compute with, from a fixed seed
    PEERS                peer name -> function(inputs, options) -> Work

and a row of `driver/rows.py` names the module and its options.
"""
