import type { PriceTable } from '../../../model/prices.ts';

/**
 * Oracle's list prices for pay as you go in USD, as its public price service gave them on that day; read in a
 * published copy of the answer (github.com/jasonwilbur/oci-pricing-mcp, src/data/pricing-data.json), not by us.
 * They are the same in all commercial regions. Part numbers stand beside the prices.
 */
export const listTable: PriceTable = {
  name: 'oci-list',
  date: '2026-01-05',
  source: 'https://apexapps.oracle.com/pls/apex/cetools/api/v1/products/?currencyCode=USD',
};

/** What one processor (OCPU) of a family costs an hour, and what its memory does; memory that is not listed is in it. */
export interface Family {
  readonly perOcpu: number;
  readonly perGb: number;
  /** Threads of an OCPU: a core of x86 runs two, an OCPU of A1 is one core, of A2 and A4 two. */
  readonly threads: number;
  /** GB of memory that an OCPU gets where nothing is asked for. */
  readonly gbUnlessAsked: number;
  /** USD an hour for a TB of local disk, and how many TB belong to an OCPU. */
  readonly disk?: { readonly perTb: number; readonly tbAnOcpu: number };
}

const x86 = (perOcpu: number, perGb: number, gbUnlessAsked = 16): Family => ({
  perOcpu,
  perGb,
  threads: 2,
  gbUnlessAsked,
});
const withMemory = (perOcpu: number): Family => x86(perOcpu, 0, 0);

/** Families of shapes, by the part of the name between `VM.` or `BM.` and the size. */
export const families: Readonly<Record<string, Family>> = {
  // B92306 and B92307, B93113 and B93114, B97384 and B97385, B111129 and B111130.
  'Standard.E3': x86(0.025, 0.0015),
  'Standard.E4': x86(0.025, 0.0015),
  'Standard.E5': x86(0.03, 0.002, 12),
  'Standard.E6': x86(0.03, 0.002, 11),
  // B94176 and B94177, B93311 and B93312.
  Standard3: x86(0.04, 0.0015),
  Optimized3: x86(0.054, 0.0015, 14),
  // B93297 and B93298 answer with 0, the free share of a month; the price beyond it stands on Oracle's page of prices.
  'Standard.A1': { perOcpu: 0.01, perGb: 0.0015, threads: 1, gbUnlessAsked: 6 },
  // B109529 and B109530, B112145 and B112146.
  'Standard.A2': { perOcpu: 0.014, perGb: 0.002, threads: 2, gbUnlessAsked: 6 },
  'Standard.A4': { perOcpu: 0.0138, perGb: 0.0027, threads: 2, gbUnlessAsked: 6 },
  // B93121 to B93123, B98202 to B98204: with disks of their own.
  'DenseIO.E4': { ...x86(0.025, 0.0015), disk: { perTb: 0.0612, tbAnOcpu: 0.85 } },
  'DenseIO.E5': { ...x86(0.03, 0.002, 12), disk: { perTb: 0.0612, tbAnOcpu: 0.85 } },
  // B88317, B88514, B91120, B90425, B88516, B90398, B96531: memory and disks are in the price of the OCPU.
  Standard1: withMemory(0.0638),
  Standard2: withMemory(0.0638),
  'Standard.B1': withMemory(0.0638),
  'Standard.E2': withMemory(0.03),
  DenseIO2: withMemory(0.1275),
  HPC2: withMemory(0.075),
  'HPC.E5': withMemory(0.044),
};

/**
 * GB of memory of whole servers, whose OCPUs their name tells.
 * Source: https://docs.oracle.com/en-us/iaas/Content/Compute/References/computeshapes.htm
 */
export const serverMemory: Readonly<Record<string, number>> = {
  'BM.Standard.E3.128': 2048,
  'BM.Standard.E4.128': 2048,
  'BM.Standard.E5.192': 2304,
  'BM.Standard.E6.256': 3072,
  'BM.Standard3.64': 1024,
  'BM.Optimized3.36': 512,
  'BM.Standard.A1.160': 1024,
  'BM.DenseIO.E4.128': 2048,
  'BM.DenseIO.E5.128': 1536,
};

/** USD an hour for one GPU, by the part of the name before the number of GPUs. */
export const perGpu: Readonly<Record<string, number>> = {
  GPU2: 1.275, // P100, B88517 and B88518
  GPU3: 2.95, // V100, B89734
  GPU4: 3.05, // A100 of 40 GB, B92740
  'GPU.A100-v2': 4, // A100 of 80 GB, B95907
  'GPU.A10': 2, // B95909
  'GPU.L40S': 3.5, // B109479
  'GPU.L40S-NC': 3.5,
  'GPU.H100': 10, // B98415
  'GPU.H100T': 10.75, // B109480
  'GPU.H200': 10, // B110519
  'GPU.B200': 14, // B110978
  'GPU.GB200': 16, // B110979
  'GPU.GB300': 18, // B112140
  'GPU.MI300X': 6, // B109485
  'GPU.MI355X': 8.6, // B111758
};

/** Processor threads of shapes with GPUs: two an OCPU. Source: the page of shapes, as above. */
export const gpuThreads: Readonly<Record<string, number>> = {
  'VM.GPU2.1': 24,
  'BM.GPU2.2': 56,
  'VM.GPU3.1': 12,
  'VM.GPU3.2': 24,
  'VM.GPU3.4': 48,
  'BM.GPU3.8': 104,
  'BM.GPU4.8': 128,
  'VM.GPU.A10.1': 30,
  'VM.GPU.A10.2': 60,
  'BM.GPU.A10.4': 128,
  'BM.GPU.A100-v2.8': 256,
  'BM.GPU.L40S.4': 224,
  'BM.GPU.L40S-NC.4': 224,
  'BM.GPU.H100.8': 224,
  'BM.GPU.H200.8': 224,
  'BM.GPU.B200.8': 256,
  'BM.GPU.MI300X.8': 224,
};

/** Of the listed price: capacity that may be taken back, and reserved capacity that stands unused. Source: https://www.oracle.com/cloud/compute/pricing/ */
export const preemptibleShare = 0.5;
export const unusedShare = 0.85;

/** USD for a GB-month of a volume: its storage (B91961) and ten performance units (B91962), the default of volumes. */
export const volumeMonth = 0.0255 + 10 * 0.0017;

/** USD for a GB-month of Object Storage, where backups of volumes lie; not in that list: from https://www.oracle.com/cloud/storage/pricing/, second-hand. */
export const backupMonth = 0.0255;

/** USD an hour: a virtual node (B96109), an enhanced cluster (B96545). */
export const virtualNode = 0.015;
export const enhancedCluster = 0.1;

/** USD for a GB-second of a function beyond the free share; second-hand, from https://www.oracle.com/cloud/price-list/. */
export const functionGbSecond = 0.000_014_17;
