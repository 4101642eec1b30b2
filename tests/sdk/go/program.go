// Package shop is a program of a user: a virtual cluster, what joins it, and the user data for a machine of one's own.
package shop

import (
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"mooring.io/sdk/go/mooring"
	"mooring.io/sdk/go/mooring/aws"
	"mooring.io/sdk/go/mooring/local"
)

type shop struct {
	nodes    pulumi.StringArrayOutput
	userData pulumi.StringOutput
}

func program(ctx *pulumi.Context) (shop, error) {
	cluster, err := mooring.NewVirtualCluster(ctx, "shop", &mooring.VirtualClusterArgs{
		Name:   pulumi.String("shop"),
		Host:   &mooring.HostArgs{Standalone: &mooring.StandaloneHostArgs{Local: &mooring.LocalHostArgs{}}},
		Config: pulumi.Map{"privateNodes": pulumi.Map{"enabled": pulumi.Bool(true)}},
	})
	if err != nil {
		return shop{}, err
	}
	connection := cluster.Connection.Elem()
	workers, err := local.NewNodePool(ctx, "workers", &local.NodePoolArgs{
		Cluster:  connection,
		Replicas: pulumi.Int(2),
		Labels:   pulumi.StringMap{"tier": pulumi.String("web")},
		Taints: mooring.TaintArray{
			mooring.TaintArgs{Key: pulumi.String("dedicated"), Value: pulumi.String("web"), Effect: pulumi.String("NoSchedule")},
		},
	})
	if err != nil {
		return shop{}, err
	}
	_, err = aws.NewNodePool(ctx, "web", &aws.NodePoolArgs{
		Cluster: connection,
		Machine: &aws.MachineArgs{
			Region:         pulumi.String("eu-central-1"),
			InstanceTypes:  pulumi.StringArray{pulumi.String("m7i.large")},
			Subnets:        pulumi.StringArray{pulumi.String("subnet-1")},
			SecurityGroups: pulumi.StringArray{pulumi.String("sg-1")},
			RootVolume:     &aws.VolumeArgs{SizeGiB: pulumi.Int(40)},
		},
	})
	if err != nil {
		return shop{}, err
	}
	token, err := mooring.NewJoinToken(ctx, "mine", &mooring.JoinTokenArgs{
		Cluster:   connection,
		Ttl:       pulumi.String("1h"),
		SingleUse: pulumi.Bool(true),
	})
	if err != nil {
		return shop{}, err
	}
	document := mooring.GetUserDataOutput(ctx, mooring.GetUserDataOutputArgs{
		Cluster:  connection,
		Token:    token.Token,
		NodeName: pulumi.String("mine"),
	})
	return shop{workers.NodeNames, document.UserData()}, nil
}
