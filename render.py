#!/usr/bin/env python3
"""Downhill's command line: lessons from YAML scripts to narrated, captioned MP4 files.

Workers import this file again: nothing outside of the condition may cost anything.
"""

if __name__ == "__main__":
    import gc
    import signal
    import sys

    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until main answers it: no traceback of imports

    from pipeline import unchanged

    if unchanged.answer(sys.argv[1:]):  # before all that only work needs is imported
        from pipeline.scratch import sweep

        sweep()  # there may be what a build left that was killed at its very end
        sys.exit(0)

    from pipeline.endings import end_on_signals, interrupt_on_ctrl_c
    from pipeline.process import collect_rarely, foresee, keep_memory
    from pipeline.undisturbed import undisturbed

    collect_rarely()
    keep_memory()
    end_on_signals()
    if sys.argv[1:2] == ["build"]:  # a worker gets ready while the rest is imported
        foresee("pipeline.shoot", "manim")

    with undisturbed():  # an exception would meet any line of what is imported
        from pipeline.cli import main

    interrupt_on_ctrl_c()
    code = main()
    gc.freeze()  # nobody looks for cycles in what ends with the process
    sys.exit(code)
