// A private address for one service of one resource, and its name in the network.
import { Tags } from 'types.bicep'

param location string
param tags Tags
param subnetId string
param zoneId string
param targetId string
param targetName string

@allowed(['blob', 'queue', 'table', 'vault', 'sites'])
param service string

resource endpoint 'Microsoft.Network/privateEndpoints@2024-05-01' = {
  name: '${targetName}-${service}'
  location: location
  tags: tags
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [
      {
        name: service
        properties: {
          privateLinkServiceId: targetId
          groupIds: [service]
        }
      }
    ]
  }

  resource names 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [{ name: service, properties: { privateDnsZoneId: zoneId } }]
    }
  }
}
