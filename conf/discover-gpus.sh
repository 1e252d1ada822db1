#!/bin/sh
# Tells Spark which GPUs a machine has: every one that nvidia-smi lists, or only those named in QUIRE_GPUS ("0,1").
#
#   spark.worker.resource.gpu.discoveryScript    standalone workers
#   spark.executor.resource.gpu.discoveryScript  YARN and Kubernetes
#
# Spark takes what this prints over the amount in its settings. No GPU is an error here: a worker that was asked to
# bring GPUs must not start without them.
set -eu
addresses=${QUIRE_GPUS:-$(nvidia-smi --query-gpu=index --format=csv,noheader | paste -sd, -)}
if [ -z "$addresses" ]; then
  echo "discover-gpus.sh: nvidia-smi lists no GPU" >&2
  exit 1
fi
printf '{"name":"gpu","addresses":["%s"]}\n' "$(printf %s "$addresses" | tr -d ' ' | sed 's/,/","/g')"
