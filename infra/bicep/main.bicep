// Everything that the overlay kubernetes/overlays/azure stands on: AKS with a GPU node pool, a registry, a storage account,
// and an identity that the silos' service account is let into the storage by. No secret comes in or out.
//
//   az deployment group create --resource-group prcl --template-file infra/bicep/main.bicep

@description('Region; it must offer the GPU size below.')
param location string = resourceGroup().location

@description('Beginning of every name, lower-case letters and digits: accounts and registries allow no others. What must be unique in the world gets a suffix.')
@minLength(3)
@maxLength(10)
param name string = 'prcl'

@description('Kubernetes version, such as 1.33; empty: the default of AKS. The manifests need 1.30 or newer.')
param kubernetesVersion string = ''

@description('Nodes without GPU: state, predictors, Redis.')
param nodeSize string = 'Standard_D4s_v5'

@minValue(3)
param nodes int = 3

@description('Nodes with GPU: one trainer a node. One T4 each in this size; bigger ones need another PRCL_SILO_DEVICES or GPU count.')
param gpuNodeSize string = 'Standard_NC4as_T4_v3'

@description('Most GPU nodes; there are none while no trainer asks for one.')
@minValue(1)
param maxGpuNodes int = 8

@description('Copies of the data: Standard_ZRS in three zones of the region.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param storageSku string = 'Standard_ZRS'

@description('Principal that may administer the cluster, an Entra group\'s object id; empty: whoever may list the cluster\'s credentials.')
param administrators string = ''

// The namespace and service account of infra/kubernetes.
var serviceAccount = 'system:serviceaccount:prcl:prcl-silo'
var unique = toLower('${name}${uniqueString(resourceGroup().id)}')
var storageBlobDataContributor = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'ba92f5b4-2d11-453d-a403-e96b0029c9fe')
var acrPull = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: take(unique, 24)
  location: location
  kind: 'StorageV2'
  sku: { name: storageSku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: storage
  name: 'default'
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: 'prcl'
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' = {
  name: take(unique, 50)
  location: location
  sku: { name: 'Standard' }
  properties: { adminUserEnabled: false }
}

resource cluster 'Microsoft.ContainerService/managedClusters@2025-01-01' = {
  name: name
  location: location
  identity: { type: 'SystemAssigned' }
  properties: {
    dnsPrefix: name
    kubernetesVersion: empty(kubernetesVersion) ? null : kubernetesVersion
    disableLocalAccounts: !empty(administrators)
    aadProfile: empty(administrators) ? null : {
      managed: true
      enableAzureRBAC: false
      adminGroupObjectIDs: [administrators]
    }
    oidcIssuerProfile: { enabled: true }
    securityProfile: {
      workloadIdentity: { enabled: true }
    }
    workloadAutoScalerProfile: {
      keda: { enabled: true }
    }
    autoUpgradeProfile: {
      upgradeChannel: 'patch'
      nodeOSUpgradeChannel: 'NodeImage'
    }
    // Cilium enforces the network policies, without which anybody in the cluster could talk to silos.
    networkProfile: {
      networkPlugin: 'azure'
      networkPluginMode: 'overlay'
      networkDataplane: 'cilium'
      networkPolicy: 'cilium'
    }
    agentPoolProfiles: [
      {
        name: 'system'
        mode: 'System'
        osType: 'Linux'
        vmSize: nodeSize
        count: nodes
        upgradeSettings: { maxSurge: '1' }
      }
      {
        name: 'gpu'
        mode: 'User'
        osType: 'Linux'
        vmSize: gpuNodeSize
        enableAutoScaling: true
        count: 0
        minCount: 0
        maxCount: maxGpuNodes
        nodeLabels: { 'prcl.orleans/pool': 'gpu' }
        nodeTaints: ['sku=gpu:NoSchedule']
      }
    ]
  }
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-silo'
  location: location
}

resource federation 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
  parent: identity
  name: 'prcl-silo'
  properties: {
    issuer: cluster.properties.oidcIssuerProfile.issuerURL
    subject: serviceAccount
    audiences: ['api://AzureADTokenExchange']
  }
}

resource siloMayUseStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: storage
  name: guid(storage.id, identity.id, storageBlobDataContributor)
  properties: {
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: storageBlobDataContributor
  }
}

resource nodesMayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, cluster.id, acrPull)
  properties: {
    principalId: cluster.properties.identityProfile.kubeletidentity.objectId
    principalType: 'ServicePrincipal'
    roleDefinitionId: acrPull
  }
}

@description('PRCL_SILO_AZURE_ACCOUNT in overlays/azure/kustomization.yaml, without the slash at the end.')
output storageAccount string = storage.properties.primaryEndpoints.blob

@description('newName of both images in overlays/azure/kustomization.yaml, before the slash.')
output registry string = registry.properties.loginServer

@description('azure.workload.identity/client-id in overlays/azure/service-account.yaml.')
output clientId string = identity.properties.clientId

output clusterName string = cluster.name
