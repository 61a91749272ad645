#!/bin/sh
# Has Event Grid announce the files of the inbox to the app. Safe to repeat. Needs `az login`.
set -eu
attempt=1
attempts_max=10
until az deployment group create --name inbox-events --output none \
  --resource-group "$AZURE_RESOURCE_GROUP" --template-file infra/inbox-events.bicep \
  --parameters appName="$SERVERLESS_APP_NAME" recordsAccountName="$SERVERLESS_RECORDS_ACCOUNT"; do
  if [ "$attempt" -ge "$attempts_max" ]; then
    echo "Dropped files are not announced yet: see above. Once the app answers, run: azd hooks run postdeploy" >&2
    exit 1
  fi
  attempt=$((attempt + 1))
  sleep 30
done
