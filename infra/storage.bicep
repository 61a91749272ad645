// One storage account without keys. It is made twice: for the host and its task hub, and for the records.
import { Tags, ZoneIds } from 'types.bicep'

param location string
param tags Tags

@minLength(3)
@maxLength(24)
param name string

@description('Three copies in three zones where the region has them: Standard_ZRS; else Standard_LRS.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GRS', 'Standard_GZRS'])
param redundancy string

@description('Containers that stand before the app first starts.')
param containers string[]

@description('The roles of the app on this account: names of roles below.')
param roles string[]
param principalId string

@description('The name of the identity, by which its roles are told apart; unlike its id it is known beforehand.')
param identityName string

@description('Public addresses or ranges that reach the account; nobody but the network where empty.')
param operators string[]

@description('Days for which what was deleted or overwritten can be fetched back; nothing is kept where left out.')
@minValue(1)
@maxValue(364)
param keptDays int?

param subnetId string
param zoneIds ZoneIds

var roleIds = {
  'Storage Blob Data Owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'Storage Queue Data Contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'Storage Table Data Contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource account 'Microsoft.Storage/storageAccounts@2024-01-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: redundancy }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: empty(operators) ? 'Disabled' : 'Enabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: 'Deny'
      ipRules: [for operator in operators: { action: 'Allow', value: operator }]
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: keptDays != null
      deleteRetentionPolicy: keptDays != null ? { enabled: true, days: keptDays } : { enabled: false }
      containerDeleteRetentionPolicy: keptDays != null ? { enabled: true, days: keptDays } : { enabled: false }
    }

    resource container 'containers' = [
      for container in containers: {
        name: container
        properties: { publicAccess: 'None' }
      }
    ]
  }

  // Versions and deleted blobs go when nobody can ask for them any more, so that they do not grow without bound.
  resource lifecycle 'managementPolicies' = if (keptDays != null) {
    name: 'default'
    dependsOn: [blobs]
    properties: {
      policy: {
        rules: [
          {
            name: 'old-versions'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'] }
              actions: { version: { delete: { daysAfterCreationGreaterThan: keptDays! } } }
            }
          }
        ]
      }
    }
  }
}

resource grants 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in roles: {
    scope: account
    name: guid(account.id, identityName, roleIds[role])
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roleIds[role])
      principalId: principalId
      principalType: 'ServicePrincipal'
    }
  }
]

module endpoints 'endpoint.bicep' = [
  for service in ['blob', 'queue', 'table']: {
    params: {
      location: location
      tags: tags
      subnetId: subnetId
      zoneId: zoneIds[service]
      targetId: account.id
      targetName: name
      service: service
    }
  }
]

output id string = account.id
output name string = account.name
output blobEndpoint string = account.properties.primaryEndpoints.blob
output queueEndpoint string = account.properties.primaryEndpoints.queue
output tableEndpoint string = account.properties.primaryEndpoints.table
