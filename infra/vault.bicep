// Holds what secrets there are: the keys of Social Security numbers, the one that SMTP wants, and the one of signing in. Roles alone let anybody in, and the app may only read.
import { Tags, ZoneIds } from 'types.bicep'

param location string
param name string
param tags Tags
param principalId string

@description('The name of the identity, by which its roles are told apart; unlike its id it is known beforehand.')
param identityName string

@description('Public addresses that reach the vault; nobody but the network where empty.')
param operators string[]

@secure()
@description('Written where given; what stands is left alone where empty.')
param smtpSecret string

@secure()
@description('The key that numbers are sealed under; written where given, like the others.')
param ssnKey string

@secure()
@description('The key by which numbers are searched.')
param ssnSearchKey string

@secure()
@description('Of the client under which people sign in on pages.')
param signInSecret string

param subnetId string
param zoneIds ZoneIds

// Key Vault Secrets User: reads secrets, and neither lists nor writes them.
var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: empty(operators) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
      ipRules: [for operator in operators: { value: operator }]
    }
  }

  // The deployment writes through Resource Manager, which reaches a private vault too.
  resource secret 'secrets' = if (!empty(smtpSecret)) {
    name: 'smtp-secret'
    properties: { value: smtpSecret, contentType: 'text/plain' }
  }

  resource sealing 'secrets' = if (!empty(ssnKey)) {
    name: 'ssn-key-1'
    properties: { value: ssnKey, contentType: 'text/plain' }
  }

  resource search 'secrets' = if (!empty(ssnSearchKey)) {
    name: 'ssn-search-key'
    properties: { value: ssnSearchKey, contentType: 'text/plain' }
  }

  resource signIn 'secrets' = if (!empty(signInSecret)) {
    name: 'sign-in-secret'
    properties: { value: signInSecret, contentType: 'text/plain' }
  }
}

resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, identityName, secretsUser)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

module endpoint 'endpoint.bicep' = {
  params: {
    location: location
    tags: tags
    subnetId: subnetId
    zoneId: zoneIds.vault
    targetId: vault.id
    targetName: name
    service: 'vault'
  }
}

@description('Where the keys of Social Security numbers are read.')
output ssn { keyUri: string, searchUri: string } = {
  keyUri: '${vault.properties.vaultUri}secrets/ssn-key-1'
  searchUri: '${vault.properties.vaultUri}secrets/ssn-search-key'
}

@description('Where the secret is read. Without a version, so that a new one is found by itself.')
output signInSecretUri string = '${vault.properties.vaultUri}secrets/sign-in-secret'

@description('The same of SMTP.')
output smtpSecretUri string = '${vault.properties.vaultUri}secrets/smtp-secret'
