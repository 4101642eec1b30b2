package io.mooring.api;

import static io.mooring.api.RuleTable.shared;
import static io.mooring.api.RuleTable.withPrivateNodes;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ValueRulesTest {
    @ParameterizedTest
    @MethodSource({"types", "addresses", "endpoints", "stores", "hosts", "dns", "schedules"})
    void aBadValueIsAnErrorThatSaysWhatIsRight(RuleTable table) {
        table.holds();
    }

    static Stream<RuleTable> types() {
        return Stream.of(
                shared(
                        "telemetry: {enabled: yes please}",
                        "telemetry.enabled: must be true or false, but is \"yes please\""),
                shared(
                        "rbac: {clusterRole: {enabled: maybe}}",
                        "rbac.clusterRole.enabled: must be auto, true or false, but is \"maybe\""),
                shared(
                        "controlPlane: {proxy: {port: 1.5, extraSANs: a.example.com}}",
                        "controlPlane.proxy.port: must be a whole number, but is 1.5",
                        "controlPlane.proxy.extraSANs: must be a list, but is \"a.example.com\""),
                shared("sync: true", "sync: must be a map, but is true"),
                shared(
                        "logging: {encoding: true}",
                        "logging.encoding: must be text, but is true; put it in quotes"),
                shared(
                        "controlPlane: {proxy: {extraSANs: [~, a.example.com]}}",
                        "controlPlane.proxy.extraSANs[0]: is empty; remove it"),
                shared(
                        "controlPlane: {service: {annotations: {example.com/a: [b]}}}",
                        "controlPlane.service.annotations[\"example.com/a\"]: must be text, but is"
                                + " a list"));
    }

    static Stream<RuleTable> dns() {
        var manifest = "{apiVersion: v1, kind: Service, metadata: {name: kube-dns}}";
        var replaced =
                "has no effect beside controlPlane.coredns.overwriteManifests, which takes its"
                        + " place; remove one";
        var embedded =
                "has no effect beside controlPlane.coredns.embedded: the DNS is a process of the"
                        + " control plane then, and has no pods; remove one";
        return Stream.of(
                shared(
                        "controlPlane: {coredns: {overwriteManifests: '"
                                + manifest
                                + "',"
                                + " priorityClassName: high, overwriteConfig: '.:1053 {}',"
                                + " deployment: {replicas: 2}, service: {labels: {a: b}}}}",
                        "controlPlane.coredns.priorityClassName: " + replaced,
                        "controlPlane.coredns.overwriteConfig: " + replaced,
                        "controlPlane.coredns.deployment: " + replaced,
                        "controlPlane.coredns.service: " + replaced),
                shared(
                        "controlPlane: {coredns: {overwriteManifests: '{kind: Service, metadata:"
                                + " {name: a}}'}}",
                        "controlPlane.coredns.overwriteManifests: document 1 lacks apiVersion"),
                shared(
                        "controlPlane: {coredns: {overwriteManifests: \""
                                + manifest
                                + "\\n---\\n"
                                + manifest.replace("name: kube-dns", "")
                                + "\"}}",
                        "controlPlane.coredns.overwriteManifests: document 2 lacks metadata.name"),
                shared(
                        "controlPlane: {coredns: {overwriteManifests: \"- a\"}}",
                        "controlPlane.coredns.overwriteManifests: document 1 must be a Kubernetes"
                                + " object, but is a list"),
                shared(
                        "controlPlane: {coredns: {enabled: false, embedded: true, priorityClassName:"
                                + " high, security: {podSecurityContext: {a: b}}, deployment:"
                                + " {replicas: 2}, overwriteManifests: '"
                                + manifest
                                + "', overwriteConfig: \".:1053 {\\n  kubernetes a.b\\n}\"}}",
                        "controlPlane.coredns.embedded: has no effect while"
                                + " controlPlane.coredns.enabled is false; remove one",
                        "controlPlane.coredns.priorityClassName: " + embedded,
                        "controlPlane.coredns.security: " + embedded,
                        "controlPlane.coredns.deployment: " + embedded,
                        "controlPlane.coredns.overwriteManifests: " + embedded,
                        "controlPlane.coredns.overwriteConfig: must say 'kubeconfig {$KUBECONFIG}'"
                                + " in its block kubernetes beside controlPlane.coredns.embedded: a"
                                + " process of the control plane has no pod's account to read the"
                                + " API by"),
                shared(
                        "controlPlane: {coredns: {overwriteManifests: '# later'}}",
                        "controlPlane.coredns.overwriteManifests: holds no Kubernetes object"));
    }

    static Stream<RuleTable> addresses() {
        return Stream.of(
                withPrivateNodes(
                        "networking: {podCIDR: 10.64.1.0/16, serviceCIDR: 10.128.0.0}",
                        "networking.podCIDR: must be an address range like 10.244.0.0/16, but is"
                                + " \"10.64.1.0/16\" (did you mean 10.64.0.0/16?)",
                        "networking.serviceCIDR: must be an address range like 10.244.0.0/16, but"
                                + " is \"10.128.0.0\""),
                withPrivateNodes(
                        "networking: {podCIDR: 10.100.0.0/16}",
                        "networking.serviceCIDR: 10.96.0.0/12 overlaps networking.podCIDR"
                                + " 10.100.0.0/16; choose ranges that share no address"),
                withPrivateNodes(
                        "networking: {podCIDR: '10.244.0.0/16,fd00::/48', serviceCIDR:"
                                + " '10.96.0.0/16,fd00:0:0:1::/108'}",
                        "networking.serviceCIDR: fd00:0:0:1::/108 overlaps networking.podCIDR"
                                + " fd00::/48; choose ranges that share no address"),
                withPrivateNodes(
                        "networking: {podCIDR: '10.1.0.0/16,10.2.0.0/16'}",
                        "networking.podCIDR: must be one range, or one of IPv4 and one of IPv6, but"
                                + " is \"10.1.0.0/16,10.2.0.0/16\""),
                withPrivateNodes(
                        "networking: {podCIDR: 10.244.0.0/25, serviceCIDR: 64.0.0.0/8}",
                        "networking.podCIDR: must have a prefix from /8 to /24, because every node"
                                + " gets a /24 of it, but is 10.244.0.0/25",
                        "networking.serviceCIDR: must have a prefix from /12 to /28, but is"
                                + " 64.0.0.0/8"),
                withPrivateNodes("networking: {podCIDR: ''}", "networking.podCIDR: must be set"),
                shared(
                        "policies: {networkPolicy: {fallbackDns: dns, workload: {publicEgress:"
                                + " {cidr: 10.0.0.0/8, except: [10.1.0.0/16, 11.0.0.0/8, x]}}}}",
                        "policies.networkPolicy.fallbackDns: must be an address like 8.8.8.8, but"
                                + " is \"dns\"",
                        "policies.networkPolicy.workload.publicEgress.except[1]: 11.0.0.0/8 is not"
                                + " a part of 10.0.0.0/8",
                        "policies.networkPolicy.workload.publicEgress.except[2]: must be an address"
                                + " range like 10.244.0.0/16, but is \"x\""),
                withPrivateNodes(
                        "deploy: {metallb: {enabled: true}}",
                        "deploy.metallb.ipAddressPool.addresses: must not be empty while"
                                + " deploy.metallb is enabled; list ranges like"
                                + " 192.168.1.100-192.168.1.200"),
                withPrivateNodes(
                        "deploy: {metallb: {enabled: true, ipAddressPool: {addresses:"
                                + " [192.168.1.9-192.168.1.1, 10.244.7.0/24, 10.1.0.1-10.1.0.9]}}}",
                        "deploy.metallb.ipAddressPool.addresses[0]: must be FIRST-LAST or an"
                                + " address range like 192.168.1.0/24, but is"
                                + " \"192.168.1.9-192.168.1.1\"",
                        "deploy.metallb.ipAddressPool.addresses[1]: 10.244.7.0/24 overlaps"
                                + " networking.podCIDR; choose addresses of the nodes' network"));
    }

    static Stream<RuleTable> endpoints() {
        return Stream.of(
                endpoint(":443"),
                endpoint("cp.example.com:"),
                endpoint("cp.example.com:0"),
                endpoint("cp.example.com:65536"),
                endpoint("https://cp.example.com:443"),
                endpoint("300.1.1.1:443"),
                endpoint("fd00::1:443x"),
                shared(
                        "controlPlane: {proxy: {bindAddress: everywhere, port: 70000, extraSANs:"
                                + " [ok.example.com, '*.example.com', 10.0.0.1, 'a b']}}",
                        "controlPlane.proxy.bindAddress: must be an address like 0.0.0.0, but is"
                                + " \"everywhere\"",
                        "controlPlane.proxy.port: must be a port from 1 to 65535, but is 70000",
                        "controlPlane.proxy.extraSANs[3]: must be a host name or an address, but is"
                                + " \"a b\""),
                shared(
                        "networking: {advanced: {clusterDomain: Cluster_Local}}",
                        "networking.advanced.clusterDomain: must be a domain like cluster.local,"
                                + " but is \"Cluster_Local\""),
                shared(
                        "controlPlane: {service: {httpsNodePort: 80, kubeletNodePort: 31000, spec:"
                                + " {type: Loadbalancer, loadBalancerSourceRanges: [10.0.0.1/8]}}}",
                        "controlPlane.service.spec.type: must be one of ClusterIP, NodePort,"
                                + " LoadBalancer, but is \"Loadbalancer\" (did you mean"
                                + " LoadBalancer?)",
                        "controlPlane.service.httpsNodePort: must be 0 (any) or from 30000 to"
                                + " 32767, but is 80",
                        "controlPlane.service.spec.loadBalancerSourceRanges[0]: must be an address"
                                + " range like 10.244.0.0/16, but is \"10.0.0.1/8\" (did you mean"
                                + " 10.0.0.0/8?)"),
                shared(
                        "controlPlane: {service: {httpsNodePort: 31000, kubeletNodePort: 31000}}",
                        "controlPlane.service.kubeletNodePort: must differ from"
                                + " controlPlane.service.httpsNodePort, but both are 31000"),
                shared(
                        "controlPlane: {ingress: {enabled: true}, tlsRoute: {enabled: true, host:"
                                + " a.example.com}}",
                        "controlPlane.ingress.host: must be a host name while controlPlane.ingress"
                                + " is enabled, but is \"\"",
                        "controlPlane.tlsRoute.parentRefs: must name a gateway while"
                                + " controlPlane.tlsRoute is enabled"),
                shared(
                        "controlPlane: {standalone: {enabled: true, advertiseAddress: me}}",
                        "controlPlane.standalone.advertiseAddress: must be an address like"
                                + " 192.168.1.10, but is \"me\""));
    }

    private static RuleTable endpoint(String endpoint) {
        return withPrivateNodes(
                "controlPlane: {endpoint: '" + endpoint + "'}",
                "controlPlane.endpoint: must be HOST:PORT like cp.example.com:443, but is \""
                        + endpoint
                        + '"');
    }

    static Stream<RuleTable> stores() {
        return Stream.of(
                shared(
                        "controlPlane: {backingStore: {database: {embedded: {enabled: true}}, etcd:"
                                + " {deploy: {enabled: true}}}}",
                        "controlPlane.backingStore: only one store can be enabled, but these are:"
                                + " database.embedded, etcd.deploy"),
                shared(
                        "controlPlane: {statefulSet: {highAvailability: {replicas: 3}}}",
                        "controlPlane.statefulSet.highAvailability.replicas: an embedded database"
                                + " is not supported with 3 replicas; enable one of the etcd stores"
                                + " or an external database"),
                shared(
                        "controlPlane: {backingStore: {etcd: {embedded: {enabled: true}}},"
                                + " statefulSet: {highAvailability: {replicas: 2}, scheduling:"
                                + " {podManagementPolicy: OrderedReady}}, service: {spec:"
                                + " {sessionAffinity: ClientIP}}}",
                        "controlPlane.statefulSet.highAvailability.replicas: must be an odd number"
                                + " with an embedded etcd, so that a majority can decide, but is 2;"
                                + " use 1 or 3",
                        "controlPlane.statefulSet.scheduling.podManagementPolicy: must be Parallel"
                                + " with an embedded etcd of several members: none of them is ready"
                                + " before a majority is there",
                        "controlPlane.service.spec.sessionAffinity: must not be ClientIP with"
                                + " several replicas: the agents of nodes would find one of their"
                                + " tunnel servers only"),
                shared(
                        "controlPlane: {statefulSet: {highAvailability: {replicas: 0,"
                                + " leaseDuration: 30, retryPeriod: 50}}}",
                        "controlPlane.statefulSet.highAvailability.replicas: must be 1 or more, but"
                                + " is 0",
                        "controlPlane.statefulSet.highAvailability.leaseDuration: must be more than"
                                + " renewDeadline 40, but is 30",
                        "controlPlane.statefulSet.highAvailability.renewDeadline: must be more than"
                                + " retryPeriod, and that more than 0, but they are 40 and 50"),
                shared(
                        "controlPlane: {backingStore: {database: {external: {enabled: true}}}}",
                        "controlPlane.backingStore.database.external.dataSource: must be set while"
                                + " the external database is enabled, or .connector must"),
                shared(
                        "controlPlane: {backingStore: {etcd: {external: {enabled: true}, embedded:"
                                + " {snapshotCount: -1}}}}",
                        "controlPlane.backingStore.etcd.external.endpoint: must be set while the"
                                + " external etcd is enabled",
                        "controlPlane.backingStore.etcd.embedded.snapshotCount: must be 1 or more,"
                                + " but is -1"),
                shared(
                        "controlPlane: {backingStore: {etcd: {deploy: {enabled: true, statefulSet:"
                                + " {highAvailability: {replicas: 2}}}}}}",
                        "controlPlane.backingStore.etcd.deploy.statefulSet.highAvailability.replicas:"
                                + " must be an odd number, so that a majority can decide, but is"
                                + " 2"));
    }

    static Stream<RuleTable> hosts() {
        return Stream.of(
                shared(
                        "policies: {podSecurityStandard: baselin, resourceQuota: {quota:"
                                + " {requests.memory: 20 GB}}}",
                        "policies.podSecurityStandard: must be one of privileged, baseline,"
                                + " restricted, but is \"baselin\" (did you mean baseline?)",
                        "policies.resourceQuota.quota[\"requests.memory\"]: must be a quantity like"
                                + " 200m or 512Mi, but is \"20 GB\""),
                shared(
                        "controlPlane: {advanced: {podDisruptionBudget: {enabled: true,"
                                + " minAvailable: 1, maxUnavailable: 120%}}}",
                        "controlPlane.advanced.podDisruptionBudget: minAvailable and maxUnavailable"
                                + " cannot be used together",
                        "controlPlane.advanced.podDisruptionBudget.maxUnavailable: must be a number"
                                + " or a percentage like 50%, but is \"120%\""),
                shared(
                        "exportKubeConfig: {server: cp.example.com, secret: {name: a},"
                                + " additionalSecrets: [{context: c}]}",
                        "exportKubeConfig.secret: cannot be set together with"
                                + " exportKubeConfig.additionalSecrets; move it there",
                        "exportKubeConfig.server: must be a URL like https://cp.example.com:443,"
                                + " but is \"cp.example.com\"",
                        "exportKubeConfig.additionalSecrets[0]: must have a name, a namespace, or"
                                + " both"),
                shared(
                        "sync: {toHost: {storageClasses: {enabled: true}, priorityClasses:"
                                + " {enabled: true}}, fromHost: {storageClasses: {enabled: true},"
                                + " priorityClasses: {enabled: true}, secrets: {enabled: true}}}",
                        "sync.toHost.storageClasses.enabled: storage classes cannot be synced in"
                                + " both directions; switch off this or"
                                + " sync.fromHost.storageClasses",
                        "sync.toHost.priorityClasses.enabled: priority classes cannot be synced in"
                                + " both directions; switch off this or"
                                + " sync.fromHost.priorityClasses",
                        "sync.fromHost.secrets.mappings.byName: must not be empty while"
                                + " sync.fromHost.secrets is enabled; map namespace/name to"
                                + " namespace/name"),
                shared(
                        "sync: {fromHost: {configMaps: {enabled: true, mappings: {byName: {foo:"
                                + " bar, a/*: b/c, x/y: z/w}}}}}",
                        "sync.fromHost.configMaps.mappings.byName.foo: must be namespace/name or"
                                + " namespace/*, or /name or nothing for the control plane's own"
                                + " namespace, but is \"foo\"",
                        "sync.fromHost.configMaps.mappings.byName.a/*: must map to the same form,"
                                + " but maps to \"b/c\""),
                shared(
                        "sync: {toHost: {pods: {enforceTolerations: ['a=b:Never', 'k:NoExecute',"
                                + " {key: a, effect: NoSchedul}], patches: [{path: spec},"
                                + " {expression: value}]}}}",
                        "sync.toHost.pods.enforceTolerations[0]: must be a toleration like"
                                + " key=value:NoSchedule, but is \"a=b:Never\"",
                        "sync.toHost.pods.enforceTolerations[2].effect: must be one of NoSchedule,"
                                + " PreferNoSchedule, NoExecute, but is \"NoSchedul\" (did you mean"
                                + " NoSchedule?)",
                        "sync.toHost.pods.patches[0]: must have exactly one of expression, labels"
                                + " and reference",
                        "sync.toHost.pods.patches[1].path: must be set"),
                shared(
                        "sync: {toHost: {ingresses: {patches: [{path: spec..a, expression: value},"
                                + " {path: metadata.name, expression: 'value +'}, {path: 'spec.b',"
                                + " reference: {apiVersion: v1, kindPath: kind, namespacePath: n}},"
                                + " {path: spec.b, labels: {}}]}}, fromHost: {secrets: {patches:"
                                + " [{path: data, reverseExpression: value}]}}}",
                        "sync.toHost.ingresses.patches[0].path: must lead to fields, like"
                                + " spec.rules[*].host or metadata.annotations[\"example.com/a\"],"
                                + " but is \"spec..a\"",
                        "sync.toHost.ingresses.patches[1].path: must not lead to what says which"
                                + " object it is, but is \"metadata.name\"",
                        "sync.toHost.ingresses.patches[1].expression: cannot be read: column 8: a"
                                + " value is missing before the end",
                        "sync.toHost.ingresses.patches[2].reference: must have apiVersion and kind",
                        "sync.toHost.ingresses.patches[2].reference.kindPath: is not in this"
                                + " version; there are apiVersion, kind, namePath and"
                                + " namespacePath",
                        "sync.toHost.ingresses.patches[2].reference.namespacePath: needs namePath"
                                + " beside it",
                        "sync.toHost.ingresses.patches[3].path: must be there once, but spec.b has"
                                + " a patch before this one",
                        "sync.fromHost.secrets.patches[0].reverseExpression: has no effect on what"
                                + " comes from the host; use expression"),
                shared(
                        "sync: {toHost: {customResources: {a.example.com: {enabled: true, scope:"
                                + " Cluster}}}, fromHost: {customResources: {a.example.com:"
                                + " {enabled: true}}}}",
                        "sync.toHost.customResources[\"a.example.com\"].scope: must be Namespaced,"
                                + " but is \"Cluster\"",
                        "sync.toHost.customResources[\"a.example.com\"]: is synced from the host as"
                                + " well; one direction is possible",
                        "sync.fromHost.customResources[\"a.example.com\"].scope: must be Namespaced"
                                + " or Cluster, but is empty"),
                shared(
                        "sync: {fromHost: {customResources: {a.example.com/v1: {enabled: true,"
                                + " scope: Namespaced, mappings: {byName: {a: b}}}, widgets:"
                                + " {enabled: true, scope: Cluster}}, ingressClasses: {selector:"
                                + " {matchExpressions: [{key: a, operator: Is}]}}}}",
                        "sync.fromHost.customResources[\"a.example.com/v1\"].mappings.byName.a: must"
                                + " be namespace/name or namespace/*, or /name or nothing for the"
                                + " control plane's own namespace, but is \"a\"",
                        "sync.fromHost.customResources.widgets: must be the name of a"
                                + " CustomResourceDefinition like widgets.example.com, with"
                                + " /VERSION if not the stored one is meant",
                        "sync.fromHost.ingressClasses.selector.matchExpressions[0].operator: must"
                                + " be one of In, NotIn, Exists, DoesNotExist, but is \"Is\" (did"
                                + " you mean In?)"),
                shared(
                        "{sync: {toHost: {pods: {hybridScheduling: {enabled: true}}}, fromHost:"
                                + " {nodes: {enabled: true}}}}",
                        "sync.toHost.pods.hybridScheduling.hostSchedulers: must not be empty while"
                                + " sync.toHost.pods.hybridScheduling is enabled"),
                shared(
                        "{sync: {toHost: {pods: {hybridScheduling: {enabled: true, hostSchedulers:"
                                + " [default-scheduler]}}}, fromHost: {nodes: {enabled: true}}},"
                                + " controlPlane: {advanced: {virtualScheduler: {enabled: true}}}}",
                        "sync.toHost.pods.hybridScheduling.hostSchedulers: must not have"
                                + " default-scheduler, which is the virtual cluster's own"),
                shared(
                        "networking: {resolveDNS: [{hostname: '*.a', target: {ip: 192.0.2.1}},"
                                + " {namespace: b, target: {hostname: c.org}}, {service: d, target:"
                                + " {vClusterService: e/f/g}}, {hostname: h, target: {hostService:"
                                + " i}}, {hostname: h, target: {hostname: '*j'}}]}",
                        "networking.resolveDNS[0].target.hostname: must begin with *. if hostname"
                                + " does, and else not",
                        "networking.resolveDNS[1]: must have namespace and target.hostNamespace"
                                + " together: a namespace is that of another",
                        "networking.resolveDNS[2].service: must be namespace/name, but is \"d\"",
                        "networking.resolveDNS[2].target.vClusterService: must be"
                                + " hostNamespace/cluster/namespace/name, but is \"e/f/g\"",
                        "networking.resolveDNS[3].target.hostService: must be namespace/name, but"
                                + " is \"i\"",
                        "networking.resolveDNS[4].target.hostname: must be a DNS name, or *. and"
                                + " one, but is \"*j\"",
                        "networking.resolveDNS[4]: has the same name as another: one target for"
                                + " each"),
                shared(
                        "networking: {resolveDNS: [{hostname: a, service: b/c, target: {ip: x}},"
                                + " {hostname: a}], replicateServices: {toHost: [{from: a/b}, {from: a, to: b/c}],"
                                + " fromHost: [{from: a/b, to: c/d}, {from: e/f, to: c/d}]}}",
                        "networking.resolveDNS[0]: must have exactly one of hostname, service and"
                                + " namespace",
                        "networking.resolveDNS[0].target.ip: must be an address, but is \"x\"",
                        "networking.resolveDNS[1].target: must have exactly one of hostname, ip,"
                                + " hostService, hostNamespace and vClusterService",
                        "networking.replicateServices.toHost[0].to: must be set",
                        "networking.replicateServices.toHost[1].from: must be namespace/name, but"
                                + " is \"a\"",
                        "networking.replicateServices.toHost[1].to: must be the name of a service"
                                + " in the control plane's own namespace, but is \"b/c\"",
                        "networking.replicateServices.fromHost[1].to: is the target of another as"
                                + " well"));
    }

    static Stream<RuleTable> schedules() {
        return Stream.of(
                shared(
                        "sleep: {auto: {afterInactivity: 1d, schedule: 0 25 * * *, timezone:"
                                + " Berlin, wakeup: {schedule: daily}}}",
                        "sleep.auto.afterInactivity: must be a duration like 30s or 1h30m, but is"
                                + " \"1d\"",
                        "sleep.auto.schedule: must be a cron schedule like \"0 20 * * 1-5\", but is"
                                + " \"0 25 * * *\"",
                        "sleep.auto.wakeup.schedule: must be a cron schedule like \"0 20 * * 1-5\","
                                + " but is \"daily\"",
                        "sleep.auto.timezone: must be a time zone like Europe/Berlin, but is"
                                + " \"Berlin\""),
                shared(
                        "deletion: {prevent: true, auto: {afterInactivity: 720h}}",
                        "deletion.auto.afterInactivity: cannot be set while deletion.prevent is"
                                + " true"),
                shared(
                        "snapshots: {auto: {schedule: '@daily', retention: {period: -1}}}",
                        "snapshots.auto.retention.period: must be 0 or more, but is -1",
                        "snapshots.auto.storage.type: must be set while snapshots.auto.schedule is;"
                                + " one of s3, oci, container, azure",
                        "snapshots.encryption.secretName: must be set while snapshots.auto.schedule"
                                + " is, or .passphraseFile must: a snapshot holds every secret and"
                                + " key of the cluster"),
                shared(
                        "snapshots: {auto: {schedule: '@daily', storage: {type: s3}}, encryption:"
                                + " {secretName: a, passphraseFile: b}}",
                        "snapshots.auto.storage.s3.url: must be set for storage of type s3",
                        "snapshots.encryption.passphraseFile: must not be set beside .secretName"),
                shared(
                        "snapshots: {restore: {url: 's3://safe/a.snapshot'}}",
                        "snapshots.encryption.secretName: must be set while snapshots.restore.url"
                                + " is, or .passphraseFile must"),
                shared(
                        "logging: {encoding: jso}",
                        "logging.encoding: must be one of console, json, but is \"jso\" (did you"
                                + " mean json?)"));
    }
}
