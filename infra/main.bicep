import { AlwaysReady } from 'types.bicep'

// Everything but the announcement of dropped files, which inbox-events.bicep adds once the code is there.
targetScope = 'subscription'

@minLength(1)
@maxLength(32)
@description('The name of the installation; azd gives it.')
param environmentName string
param location string

@description('The issuer of the tokens that the API accepts: an https address.')
param authority string

@description('For whom the tokens are.')
param audience string

@description('The claim of the tokens that tells one person from another: sub, or oid where the authority is Entra.')
param userClaim string = 'sub'

@description('Where people reach the pages: an https address without a path; the address of the app itself where empty.')
param publicAddress string = ''

@description('The client that is registered at the authority for signing in on pages; nobody signs in there where empty.')
param signInClientId string = ''

@secure()
@description('Its secret. It goes into the vault; leave it empty where it stands there already.')
param signInSecret string = ''

@description('Who gets the alerts.')
param alertEmail string

@description('Public ranges (CIDR) from which the API is called; only the network and Event Grid reach it where empty.')
param callers string[] = []

@description('Public ranges (CIDR) from which code is deployed; only the network where empty.')
param deployers string[] = []

@description('Public addresses or ranges from which storage and vault are reached, as for the first import; none in daily life.')
param operators string[] = []

@description('Instances kept warm; none where empty, and the first call after a pause takes seconds.')
param alwaysReady AlwaysReady[] = []

@minValue(1)
@maxValue(1000)
@description('Instances at most. 40 stay within what one storage account serves.')
param instancesMax int = 40

@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
@description('Copies of the records.')
param redundancy string = 'Standard_ZRS'

@description('GB of logs a day at most; -1 has no limit.')
param logDailyGbMax int = 5

@description('The Entra application that sends mail, by its client id; the app is given no mail settings where empty.')
param mailSenderAppId string = ''

@description('The object id of its service principal.')
param mailSenderPrincipalId string = ''

@secure()
@description('Its secret. It goes into the vault; leave it empty where it stands there already.')
param mailSenderSecret string = ''

@secure()
@description('What Social Security numbers are sealed under: base64 of 32 random bytes. It goes into the vault; leave it empty where it stands there already.')
param ssnKey string = ''

@secure()
@description('By what they are searched: another key of the same form, likewise.')
param ssnSearchKey string = ''

@description('The budget for a month, in the currency of the subscription; none is watched where 0.')
@minValue(0)
param monthlyBudget int = 0

@description('The month that the budget begins with: yyyy-MM-01.')
param budgetFrom string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var name = 'serverless-${token}'
var appName = 'func-${name}'
var identityName = 'id-${name}'
var mailUser = name
var tags = { 'azd-env-name': environmentName }
var hasMail = !empty(mailSenderAppId)

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-serverless-${environmentName}'
  location: location
  tags: tags
}

module identity 'identity.bicep' = {
  scope: group
  params: { location: location, name: identityName, tags: tags }
}

module network 'network.bicep' = {
  scope: group
  params: { location: location, name: 'vnet-${name}', tags: tags }
}

// The host's own: locks, the package, the task hub. Lost, it is made anew by a repair from the records.
module host 'storage.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    name: 'sthost${token}'
    redundancy: redundancy
    containers: ['package']
    roles: ['Storage Blob Data Owner', 'Storage Queue Data Contributor', 'Storage Table Data Contributor']
    principalId: identity.outputs.principalId
    identityName: identityName
    operators: []
    subnetId: network.outputs.endpointSubnetId
    zoneIds: network.outputs.zoneIds
  }
}

// What must not be lost: payments, ledger, files. In an account of its own, so that the task hub's load slows no move of
// a payment, and nobody who mends the hub touches a record.
module records 'storage.bicep' = {
  scope: group
  params: {
    location: location
    tags: tags
    name: 'strec${token}'
    redundancy: redundancy
    containers: [
      'inbox'
      'done'
      'rejected'
      'invoices'
      'invoice-reports'
      'idempotency'
      'caps'
      'smart'
      'mass-payment-invoices'
      'payment-exports'
      'billing-files'
      'billing-reports'
    ]
    roles: ['Storage Blob Data Owner', 'Storage Queue Data Contributor', 'Storage Table Data Contributor']
    principalId: identity.outputs.principalId
    identityName: identityName
    operators: operators
    keptDays: 35
    subnetId: network.outputs.endpointSubnetId
    zoneIds: network.outputs.zoneIds
  }
}

module vault 'vault.bicep' = {
  scope: group
  params: {
    location: location
    name: 'kv-${token}'
    tags: tags
    principalId: identity.outputs.principalId
    identityName: identityName
    operators: operators
    smtpSecret: mailSenderSecret
    ssnKey: ssnKey
    ssnSearchKey: ssnSearchKey
    signInSecret: signInSecret
    subnetId: network.outputs.endpointSubnetId
    zoneIds: network.outputs.zoneIds
  }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: {
    location: location
    name: name
    tags: tags
    principalId: identity.outputs.principalId
    identityName: identityName
    dailyGbMax: logDailyGbMax
  }
}

module mail 'mail.bicep' = {
  scope: group
  params: {
    name: name
    tags: tags
    senderAppId: mailSenderAppId
    senderPrincipalId: mailSenderPrincipalId
    senderUser: mailUser
  }
}

module settings 'settings.bicep' = {
  scope: group
  params: {
    clientId: identity.outputs.clientId
    hostAccount: host.outputs.name
    records: {
      blobs: records.outputs.blobEndpoint
      queues: records.outputs.queueEndpoint
      tables: records.outputs.tableEndpoint
    }
    insightsConnection: monitoring.outputs.connectionString
    authority: authority
    audience: audience
    userClaim: userClaim
    // The name that Azure gives the app: its settings are made before it is.
    publicAddress: empty(publicAddress) ? 'https://${appName}.azurewebsites.net' : publicAddress
    ssn: vault.outputs.ssn
    signIn: empty(signInClientId) ? null : { clientId: signInClientId, secretUri: vault.outputs.signInSecretUri }
    mail: hasMail ? { from: mail.outputs.from, user: mailUser, secretUri: vault.outputs.smtpSecretUri } : null
  }
}

module app 'app.bicep' = {
  scope: group
  params: {
    location: location
    name: appName
    tags: tags
    identityId: identity.outputs.id
    subnetId: network.outputs.appSubnetId
    endpointSubnetId: network.outputs.endpointSubnetId
    zoneIds: network.outputs.zoneIds
    packageContainer: '${host.outputs.blobEndpoint}package'
    settings: settings.outputs.all
    callers: callers
    deployers: deployers
    alwaysReady: alwaysReady
    instancesMax: instancesMax
  }
}

module alerts 'alerts.bicep' = {
  scope: group
  params: {
    location: location
    name: token
    tags: tags
    insightsId: monitoring.outputs.insightsId
    recordsAccountId: records.outputs.id
    email: alertEmail
  }
}

module budget 'budget.bicep' = if (monthlyBudget > 0) {
  scope: group
  params: { name: 'budget-${name}', email: alertEmail, amount: max(monthlyBudget, 1), from: budgetFrom }
}

output AZURE_RESOURCE_GROUP string = group.name
output SERVERLESS_APP_NAME string = app.outputs.name
output SERVERLESS_APP_ADDRESS string = app.outputs.address
output SERVERLESS_RECORDS_ACCOUNT string = records.outputs.name
output SERVERLESS_TABLES_ENDPOINT string = records.outputs.tableEndpoint
output SERVERLESS_BLOBS_ENDPOINT string = records.outputs.blobEndpoint
