#!/bin/sh
# Pretends that a machine has two GPUs, to try Spark's GPU scheduling where there is none. For tests only: what asks
# the addresses 0 and 1 for a device will find nothing behind them.
echo '{"name":"gpu","addresses":["0","1"]}'
