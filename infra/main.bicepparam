using 'main.bicep'

// azd hands over what `azd env set NAME VALUE` was told. Lists are separated by commas.
var callerList = readEnvironmentVariable('SERVERLESS_CALLERS', '')
var deployerList = readEnvironmentVariable('SERVERLESS_DEPLOYERS', '')
var operatorList = readEnvironmentVariable('SERVERLESS_OPERATORS', '')
var warmHttp = int(readEnvironmentVariable('SERVERLESS_WARM_HTTP', '0'))
var warmDurable = int(readEnvironmentVariable('SERVERLESS_WARM_DURABLE', '0'))

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'serverless')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westus3')
param authority = readEnvironmentVariable('SERVERLESS_AUTHORITY', '')
param audience = readEnvironmentVariable('SERVERLESS_AUDIENCE', '')
param userClaim = readEnvironmentVariable('SERVERLESS_USER_CLAIM', 'sub')
param signInClientId = readEnvironmentVariable('SERVERLESS_SIGN_IN_CLIENT', '')
param signInSecret = readEnvironmentVariable('SERVERLESS_SIGN_IN_SECRET', '')
param publicAddress = readEnvironmentVariable('SERVERLESS_PUBLIC_ADDRESS', '')
param alertEmail = readEnvironmentVariable('SERVERLESS_ALERT_EMAIL', '')
param callers = empty(callerList) ? [] : split(callerList, ',')
param deployers = empty(deployerList) ? [] : split(deployerList, ',')
param operators = empty(operatorList) ? [] : split(operatorList, ',')
param alwaysReady = concat(
  warmHttp > 0 ? [{ name: 'http', instanceCount: warmHttp }] : [],
  warmDurable > 0 ? [{ name: 'durable', instanceCount: warmDurable }] : []
)
param redundancy = readEnvironmentVariable('SERVERLESS_REDUNDANCY', 'Standard_ZRS')
param mailSenderAppId = readEnvironmentVariable('SERVERLESS_MAIL_APP_ID', '')
param mailSenderPrincipalId = readEnvironmentVariable('SERVERLESS_MAIL_PRINCIPAL_ID', '')
param mailSenderSecret = readEnvironmentVariable('SERVERLESS_MAIL_SECRET', '')
param ssnKey = readEnvironmentVariable('SERVERLESS_SSN_KEY', '')
param ssnSearchKey = readEnvironmentVariable('SERVERLESS_SSN_SEARCH_KEY', '')
param monthlyBudget = int(readEnvironmentVariable('SERVERLESS_BUDGET', '0'))
param budgetFrom = readEnvironmentVariable('SERVERLESS_BUDGET_FROM', '')
