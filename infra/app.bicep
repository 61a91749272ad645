import { AlwaysReady, Tags, ZoneIds } from 'types.bicep'

// The Functions app on Flex Consumption. It reaches all it needs by its identity through the network; it is itself reached
// by Event Grid, by the named callers, and from the network.
param location string
param name string
param tags Tags
param identityId string
param subnetId string
param endpointSubnetId string
param zoneIds ZoneIds

@description('Where the deployment keeps the package: the address of a container of the host account.')
param packageContainer string

@description('The settings that the app reads. None of them is a key.')
param settings { *: string }

@description('Public ranges (CIDR) from which the API is called.')
param callers string[]

@description('Public ranges (CIDR) from which code is deployed.')
param deployers string[]
param alwaysReady AlwaysReady[]

@minValue(1)
@maxValue(1000)
param instancesMax int

var callerRules = [
  for (caller, index) in callers: {
    name: 'caller-${index}'
    ipAddress: caller
    action: 'Allow'
    priority: 200 + index
  }
]

// Blobs in the inbox are announced from the public network; the webhook asks for its own key besides.
var eventGridRule = {
  name: 'event-grid'
  tag: 'ServiceTag'
  ipAddress: 'AzureEventGrid'
  action: 'Allow'
  priority: 100
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: subnetId
    publicNetworkAccess: 'Enabled'
    siteConfig: {
      minTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
      ipSecurityRestrictions: concat([eventGridRule], callerRules)
      ipSecurityRestrictionsDefaultAction: 'Deny'
      scmIpSecurityRestrictionsUseMain: false
      scmIpSecurityRestrictions: [
        for (deployer, index) in deployers: {
          name: 'deployer-${index}'
          ipAddress: deployer
          action: 'Allow'
          priority: 100 + index
        }
      ]
      scmIpSecurityRestrictionsDefaultAction: 'Deny'
      appSettings: [for setting in items(settings): { name: setting.key, value: setting.value }]
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: packageContainer
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        instanceMemoryMB: 2048
        maximumInstanceCount: instancesMax
        alwaysReady: alwaysReady
        // A call waits for storage, and up to two seconds for a decision; it does not compute.
        triggers: { http: { perInstanceConcurrency: 64 } }
      }
    }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

module endpoint 'endpoint.bicep' = {
  params: {
    location: location
    tags: tags
    subnetId: endpointSubnetId
    zoneId: zoneIds.sites
    targetId: app.id
    targetName: name
    service: 'sites'
  }
}

output name string = app.name
output address string = 'https://${app.properties.defaultHostName}'
