"""What kinds write of their own accord, in other languages: ``WORDS`` of one module each.

A key is what the kind writes in English, with ``{}`` for each number; numbers keep their order.
"""
