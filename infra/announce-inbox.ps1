# Has Event Grid announce the files of the inbox to the app. Safe to repeat. Needs `az login`.
$attemptsMax = 10
for ($attempt = 1; $attempt -le $attemptsMax; $attempt++) {
  az deployment group create --name inbox-events --output none `
    --resource-group $env:AZURE_RESOURCE_GROUP --template-file infra/inbox-events.bicep `
    --parameters appName=$env:SERVERLESS_APP_NAME recordsAccountName=$env:SERVERLESS_RECORDS_ACCOUNT
  if ($LASTEXITCODE -eq 0) { exit 0 }
  if ($attempt -lt $attemptsMax) { Start-Sleep -Seconds 30 }
}
Write-Error 'Dropped files are not announced yet: see above. Once the app answers, run: azd hooks run postdeploy'
exit 1
